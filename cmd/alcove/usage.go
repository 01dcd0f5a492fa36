package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"alcove/bot/load"
)

// usage asks the server's metrics what its process has used.
func (c *adminClient) usage(ctx context.Context) (load.Usage, error) {
	ctx, cancel := context.WithTimeout(ctx, adminTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.address+"/metrics", nil)
	if err != nil {
		return load.Usage{}, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return load.Usage{}, fmt.Errorf("is alcove serve running? %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return load.Usage{}, fmt.Errorf("the server answered %s", res.Status)
	}
	return readUsage(res.Body)
}

// errNoUsage says that the metrics don't tell, as on systems other than Linux.
var errNoUsage = errors.New("the server's metrics don't say what its process uses")

// readUsage finds the process's own lines in the text format of Prometheus.
func readUsage(metrics io.Reader) (load.Usage, error) {
	var u load.Usage
	found := 0
	lines := bufio.NewScanner(metrics)
	for lines.Scan() {
		name, text, _ := strings.Cut(lines.Text(), " ")
		if name != "process_cpu_seconds_total" && name != "process_resident_memory_bytes" {
			continue
		}
		value, err := strconv.ParseFloat(text, 64)
		if err != nil || value < 0 {
			return load.Usage{}, fmt.Errorf("%s: %w", name, errNoUsage)
		}
		found++
		if name == "process_cpu_seconds_total" {
			u.CPU = time.Duration(value * float64(time.Second))
		} else {
			u.Memory = uint64(value)
		}
	}
	if err := lines.Err(); err != nil {
		return load.Usage{}, err
	}
	if found != 2 {
		return load.Usage{}, errNoUsage
	}
	return u, nil
}
