// Package pipes carries HTTP and WebSockets inside one process, for tests whose time is virtual: nothing of it is a
// socket, so a bubble of testing/synctest sees who waits. No server listens by it.
package pipes

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Wire is a net.Listener for browsers of this process. Each connection comes from an address of its own choice.
type Wire struct {
	conns  chan net.Conn
	closed chan struct{}
	close  sync.Once
}

// New returns a wire that nobody has connected to.
func New() *Wire { return &Wire{conns: make(chan net.Conn), closed: make(chan struct{})} }

// Accept implements net.Listener.
func (w *Wire) Accept() (net.Conn, error) {
	select {
	case c := <-w.conns:
		return c, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (w *Wire) Close() error {
	w.close.Do(func() { close(w.closed) })
	return nil
}

// Addr implements net.Listener.
func (w *Wire) Addr() net.Addr { return net.TCPAddrFromAddrPort(Home) }

// Home is where browsers come from that say nothing else.
var Home = netip.MustParseAddrPort("127.0.0.1:4000")

// farEnd is the server's end of a connection. What it writes waits, as in a socket, until it is read or the other end
// is closed.
type farEnd struct {
	net.Conn
	from netip.AddrPort

	mu      sync.Mutex
	some    *sync.Cond // waiting or closed has changed
	waiting [][]byte
	closed  bool
	err     error
}

func newFarEnd(c net.Conn, from netip.AddrPort) *farEnd {
	f := &farEnd{Conn: c, from: from}
	f.some = sync.NewCond(&f.mu)
	go f.pump() // ends when either end is closed
	return f
}

func (f *farEnd) pump() {
	defer func() { _ = f.Conn.Close() }()
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.err == nil {
		for len(f.waiting) == 0 {
			if f.closed {
				return
			}
			f.some.Wait()
		}
		next := f.waiting[0]
		f.waiting = f.waiting[1:]
		f.mu.Unlock()
		_, err := f.Conn.Write(next)
		f.mu.Lock()
		f.err = err
	}
}

func (f *farEnd) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(f.from) }

func (f *farEnd) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil || f.closed {
		return 0, errors.Join(f.err, net.ErrClosed)
	}
	f.waiting = append(f.waiting, bytes.Clone(b))
	f.some.Signal()
	return len(b), nil
}

func (f *farEnd) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.some.Signal()
	return f.SetReadDeadline(time.Unix(1, 0)) // whoever reads here is woken; what was written still goes out
}

// Dial connects from an address, and waits until it is accepted. The error is net.ErrClosed once the wire is closed, or
// that of ctx.
func (w *Wire) Dial(ctx context.Context, from netip.AddrPort) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case w.conns <- newFarEnd(far, from):
		return near, nil
	case <-w.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Client connects from Home, or from somewhere else, whatever the address it is asked for.
func (w *Wire) Client(from ...netip.AddrPort) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return w.Dial(ctx, append(from, Home)[0])
		},
	}}
}
