-- expect H35:t.doc 2
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, doc JSON);
INSERT INTO t VALUES (1, '{"a": "\\u0000"}'), (2, '{"b": "x\\u0000"}'), (3, '{}');
-- clean
CREATE TABLE t (id INT PRIMARY KEY, doc TEXT);
INSERT INTO t VALUES (2, '{}');
