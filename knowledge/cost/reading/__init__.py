"""Reading cost numbers out of a message, in Chinese and English."""
