//go:build !linux

package load

import (
	"errors"
	"net"
)

// socket is for Linux only: its cheapness and its clock are system calls of Linux.
type socket struct{ net.PacketConn }

func openSocket(*meter) (*socket, error) {
	return nil, errors.New("a load test needs Linux")
}

func (*socket) settle() {}
