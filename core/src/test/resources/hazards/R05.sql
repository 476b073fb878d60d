-- expect R05:t 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY, b boolean);
-- clean
CREATE TABLE t (id int PRIMARY KEY, b int);
