-- expect H36:t 1
-- hazard
CREATE TABLE t (a INT, b INT UNIQUE);
-- clean
CREATE TABLE t (a INT, b INT NOT NULL UNIQUE);
