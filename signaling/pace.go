package signaling

import (
	"net"
	"time"

	"golang.org/x/time/rate"
)

// What one connection may send, in bytes. A page sends some hundred a second, and an offer of protocol.MaxOffer from
// time to time.
const (
	bytesPerSecond = 32 << 10
	bytesBurst     = 512 << 10
	bytesAtOnce    = 4 << 10
)

// Pace makes a listener whose connections are read no faster than a browser has reason to send. Whoever sends more waits
// in their own kernel: what no message limit counts, such as frames without content, costs next to nothing here.
func Pace(l net.Listener) net.Listener { return pacedListener{l} }

type pacedListener struct{ net.Listener }

// Accept implements net.Listener.
func (l pacedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &pacedConn{conn, rate.NewLimiter(bytesPerSecond, bytesBurst)}, nil
}

type pacedConn struct {
	net.Conn
	pace *rate.Limiter
}

// Read returns little at a time, so that one that waits for its turn ends soon after Close or a deadline.
func (c *pacedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p[:min(len(p), bytesAtOnce)])
	if wait := c.pace.ReserveN(time.Now(), n).Delay(); wait > 0 {
		<-time.After(wait)
	}
	return n, err
}
