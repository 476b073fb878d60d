-- expect R21:view 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM t;
-- clean
CREATE TABLE t (id int PRIMARY KEY);
