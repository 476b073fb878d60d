-- expect H70:t 1
-- hazard
SET sql_generate_invisible_primary_key = ON;
CREATE TABLE t (a INT);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT);
