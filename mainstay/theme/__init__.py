"""The look of the house: the page frame, the components, css, icons and keys. It stands on kit alone."""
