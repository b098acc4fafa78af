"""A log that can only grow: the Merkle tree of RFC 9162, its proofs, and its signed heads.

`tree` hashes and appends, `proofs` convinces somebody who does not have the log, `heads` is what the log
signs.
"""
