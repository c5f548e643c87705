"""The pages of signing in and of one's own account; none is ever kept in a cache."""
