from tests.access import logged_in

TABLE = {"me/kept/": logged_in()}
