"""Files that people upload: what they are, where they are kept, how they are handed out."""
