"""What belongs to an open conversation beside its text: pictures, files, links, what is known of the person."""
