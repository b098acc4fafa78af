"""Travel advisories of governments: bytes of a feed in, readings out, or a refusal in one sentence."""
