"""What /_design/ shows: the colours with their contrast, and made data for every component."""
