-- expect H21:t.k 2
-- hazard
CREATE TABLE t (k VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY);
INSERT INTO t VALUES ('a '), ('b  '), ('c');
-- clean
CREATE TABLE t (k VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY);
INSERT INTO t VALUES ('a'), ('c');
