"""The frozen pages of the desk that are put together from several queries."""
