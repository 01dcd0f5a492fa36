package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// healthcheckCommand ends well if a server on this machine answers. It says nothing about Redis: a server that can't
// reach it holds rooms that a restart would end.
func healthcheckCommand(ctx context.Context, args []string, out, log io.Writer) error {
	flags, client := commandFlags("healthcheck", log)
	if err := parseCommand(flags, args); err != nil {
		return err
	}
	if err := client.call(ctx, http.MethodGet, "/healthz", nil, nil); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, "ok")
	return err
}
