"""Commands that show what a layer does to an image: as a matrix, as sizes, as a drawing of what meets."""
