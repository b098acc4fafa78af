"""Screening by published criteria, and the decisions that people take: the rules explain, a person decides."""
