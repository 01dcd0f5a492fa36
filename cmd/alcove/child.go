package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// childStart is how long a server may take to say where it is.
const childStart = 20 * time.Second

// child is a server of this same program in a process of its own, on loopback only, that keeps nothing.
type child struct {
	admin string // address
	cmd   *exec.Cmd
	read  chan struct{} // closed when all that it prints has been read
}

// startChild starts a server and returns once it says where it is. It doesn't outlive ctx or stop.
func startChild(ctx context.Context, log io.Writer) (*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.CommandContext(ctx, program, "serve",
		"--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--media", "127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 2 * shutdownTime
	// Settings of the server beside us, above all its Redis, are not for this one.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(e string) bool { return strings.HasPrefix(e, "ALCOVE_") })
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	c := &child{cmd: cmd, read: make(chan struct{})}
	said := make(chan string, 1)
	go func() {
		defer close(c.read)
		listen(out, said)
	}()
	late := time.NewTimer(childStart)
	defer late.Stop()
	select {
	case c.admin = <-said:
	case <-c.read: // it has ended without a word, or with its last one
		select {
		case c.admin = <-said:
		default:
		}
	case <-late.C:
	}
	if c.admin == "" {
		c.stop()
		return nil, errors.New("the server did not start")
	}
	return c, nil
}

// listen reads what a server prints until it ends, and passes its admin address on. It is ready by the time it prints
// the line that follows its demo group.
func listen(out io.Reader, said chan<- string) {
	lines := bufio.NewScanner(out)
	admin := ""
	for lines.Scan() {
		if address, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "admin  http://"); ok {
			admin, _, _ = strings.Cut(address, " ")
		}
		if strings.HasPrefix(lines.Text(), "Fill the circle") && admin != "" {
			said <- admin
			break
		}
	}
	_, _ = io.Copy(io.Discard, out)
}

// stop ends the server and returns when it has ended.
func (c *child) stop() {
	_ = c.cmd.Process.Signal(syscall.SIGTERM) // fails if it has ended already
	<-c.read
	_ = c.cmd.Wait() // an exit in disorder shows in what it has printed
}
