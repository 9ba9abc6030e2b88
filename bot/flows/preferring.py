"""What a person decides for themselves: when they are left in peace, on which days they work, and their language."""
