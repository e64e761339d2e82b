-- The cases a desk received in a period, oldest first: what is exported and reported of any period.
CREATE INDEX case_rows_by_registration ON case_rows (desk, registered_at, stream);
