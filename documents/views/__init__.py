"""Public pages of the register of documents."""
