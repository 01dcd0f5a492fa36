package signaling

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"alcove/signaling/protocol"
)

// oneConn is a listener to whom one connection comes.
type oneConn struct {
	net.Listener
	conn net.Conn
}

func (l oneConn) Accept() (net.Conn, error) { return l.conn, nil }

func TestAConnectionIsReadNoFasterThanABrowserHasReasonToSend(t *testing.T) {
	for name, row := range map[string]struct {
		bytes int
		takes time.Duration
	}{
		"an offer, and again": {2 * protocol.MaxOffer, 0},
		"a flood":             {bytesBurst + 10*bytesPerSecond, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				conn, err := Pace(oneConn{conn: near}).Accept()
				if err != nil {
					t.Fatal(err)
				}
				go func() {
					_, _ = far.Write(make([]byte, row.bytes))
					_ = far.Close()
				}()
				begun := time.Now()
				if n, err := io.Copy(io.Discard, conn); n != int64(row.bytes) || err != nil {
					t.Fatalf("%d bytes, %v", n, err)
				}
				if took := time.Since(begun).Round(time.Second); took != row.takes { // virtual time
					t.Errorf("%v, want %v", took, row.takes)
				}
			})
		})
	}
}
