"""What clients are used to, as it is read: the streams, their courses, the words, the lists."""
