#include <gps.h>
#include <stdlib.h>

// gpsd's client interface broke at versions 7, 9 and 10: gps_read got two arguments, times became timespec, and the
// union and the fix changed their layout. All that this program calls is wrapped here, so a next break stops here.
// Nothing of the decoded gps_data_t is used, only its socket: the lines are read as they come (see GPSDSession.swift).
#if !defined(GPSD_API_MAJOR_VERSION) || GPSD_API_MAJOR_VERSION < 5
#error "libgps with JSON streaming is needed: GPSD_API_MAJOR_VERSION 5 (gpsd 3.0) or later"
#endif

#if GPSD_API_MAJOR_VERSION >= 10
typedef socket_t vasscm_gps_socket_t;
#else
typedef int vasscm_gps_socket_t;
#endif

/// Connects to a daemon; NULL on failure, with libgps's own error number in `error`.
static inline struct gps_data_t *vasscm_gps_open(const char *host, const char *port, int *error) {
    struct gps_data_t *data = (struct gps_data_t *)calloc(1, sizeof(struct gps_data_t));
    if (data == NULL) {
        *error = NL_NOSOCK;
        return NULL;
    }
    data->gps_fd = -1;
    int status = gps_open(host, port, data);
    // Shared memory and D-Bus exports open without a socket; they carry no lines.
    if (status != 0 || data->gps_fd < 0) {
        // On failure libgps leaves its own (negative) error number where the descriptor would be.
        *error = data->gps_fd < -1 ? (int)data->gps_fd : NL_NOCONNECT;
        free(data);
        return NULL;
    }
    *error = 0;
    return data;
}

/// Asks the daemon for all its devices' reports as JSON; 0 on success.
static inline int vasscm_gps_watch(struct gps_data_t *data) {
    return gps_stream(data, WATCH_ENABLE | WATCH_JSON, NULL);
}

/// The connection's socket; it does not block.
static inline vasscm_gps_socket_t vasscm_gps_socket(const struct gps_data_t *data) { return data->gps_fd; }

/// Says good-bye, closes and frees.
static inline void vasscm_gps_close(struct gps_data_t *data) {
    (void)gps_stream(data, WATCH_DISABLE, NULL);
    (void)gps_close(data);
    free(data);
}

/// The meaning of an error of `vasscm_gps_open`.
static inline const char *vasscm_gps_error(int error) { return gps_errstr(error); }
