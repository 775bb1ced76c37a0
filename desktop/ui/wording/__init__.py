"""The words on the screen: the owner's language, times and figures by the country's customs, sentences from below the window."""
