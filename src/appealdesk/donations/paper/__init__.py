"""Receipts on paper: what each authority wants, as versioned files, and the pages that are made of it."""
