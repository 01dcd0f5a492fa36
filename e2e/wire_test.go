package e2e

import (
	"bufio"
	"context"
	endian "encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"alcove/signaling/protocol"
)

// opcode is what a WebSocket frame is (RFC 6455, section 5.2).
type opcode byte

const (
	continued opcode = 0x0
	textFrame opcode = 0x1
	binFrame  opcode = 0x2
	pingFrame opcode = 0x9
	pongFrame opcode = 0xA
	closing   opcode = 0x8

	final  = 0x80 // bit of the first byte
	masked = 0x80 // bit of the second
)

// wire is a WebSocket written by hand, so that a test can say on it what no library would. It is used by one goroutine
// for reading and one for writing.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
}

// turnedAwayError says that the server did not open a WebSocket.
type turnedAwayError struct{ status int }

func (e *turnedAwayError) Error() string { return fmt.Sprintf("the server answered %d", e.status) }

// connect opens a TCP connection to the server's page from one of this machine's loopback addresses.
func (s *server) connect(ctx context.Context, from string) (net.Conn, error) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	conn, err := dialer.DialContext(ctx, "tcp", s.listening())
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() }) // whoever waits on it goes on
	return conn, nil
}

// listening is where the page listens, as host and port.
func (s *server) listening() string {
	return strings.Replace(strings.TrimPrefix(s.page, "http://"), "localhost", "127.0.0.1", 1)
}

// open opens a WebSocket from an address and says nothing on it.
func (s *server) open(ctx context.Context, from string) (*wire, error) {
	conn, err := s.connect(ctx, from)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(conn, "GET /ws HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n", s.listening(), s.page)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	w := &wire{conn: conn, in: bufio.NewReader(conn)}
	res, err := http.ReadResponse(w.in, nil)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	if res.StatusCode != http.StatusSwitchingProtocols {
		_ = res.Body.Close()
		_ = conn.Close()
		return nil, &turnedAwayError{res.StatusCode}
	}
	return w, nil
}

// head makes the beginning of a frame. The key of its mask is zero, so that the payload follows as it is.
func head(bits byte, what opcode, length uint64) []byte {
	frame := []byte{bits | byte(what)}
	switch {
	case length < 126:
		frame = append(frame, masked|byte(length))
	case length < 1<<16:
		frame = endian.BigEndian.AppendUint16(append(frame, masked|126), uint16(length))
	default:
		frame = endian.BigEndian.AppendUint64(append(frame, masked|127), length)
	}
	return append(frame, 0, 0, 0, 0)
}

// whole makes a frame that is a message.
func whole(what opcode, payload string) []byte {
	return append(head(final, what, uint64(len(payload))), payload...)
}

// say sends one text message.
func (w *wire) say(text string) error {
	_, err := w.conn.Write(whole(textFrame, text))
	return err
}

// hello says who one is, by a token or a ticket.
func (w *wire) hello(m protocol.Hello) error {
	m.Protocol = protocol.Version
	frame, err := protocol.EncodeFromBrowser(0, m)
	if err != nil {
		return err
	}
	return w.say(string(frame))
}

// next returns the next message of the server, and io.EOF once it has closed the line.
func (w *wire) next() (protocol.FromServer, error) {
	for {
		var start [2]byte
		if _, err := io.ReadFull(w.in, start[:]); err != nil {
			return nil, err
		}
		length := uint64(start[1])
		switch length {
		case 126:
			var more [2]byte
			if _, err := io.ReadFull(w.in, more[:]); err != nil {
				return nil, err
			}
			length = uint64(endian.BigEndian.Uint16(more[:]))
		case 127:
			var more [8]byte
			if _, err := io.ReadFull(w.in, more[:]); err != nil {
				return nil, err
			}
			length = endian.BigEndian.Uint64(more[:])
		}
		payload := make([]byte, length)
		if _, err := io.ReadFull(w.in, payload); err != nil {
			return nil, err
		}
		switch opcode(start[0] & 0xf) {
		case closing:
			return nil, io.EOF
		case textFrame:
			return protocol.DecodeFromServer(payload)
		default: // the server's own ping or pong
		}
	}
}

// last reads until the server has ended the line, and returns its bye, if there was one, and how many messages of
// other kinds it has answered with.
func (w *wire) last() (bye protocol.Bye, answers int) {
	for {
		m, err := w.next()
		switch m := m.(type) {
		case protocol.Bye:
			bye = m
		case protocol.Done, protocol.Refused, protocol.MediaAnswer:
			answers++
		default: // what everybody is sent
		}
		if err != nil {
			return bye, answers
		}
	}
}

// flood writes the same bytes again and again until the server has had enough, and returns how many it took.
func (w *wire) flood(bytes []byte, most int64) int64 {
	var taken int64
	for taken < most {
		n, err := w.conn.Write(bytes)
		taken += int64(n)
		if err != nil {
			break
		}
	}
	return taken
}
