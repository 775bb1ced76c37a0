-- What stands behind the rows of storms, found without reading all who ever took part in one.
create index storm_folded on storm_member (storm, folded) where folded = 1;
