package e2e

import (
	"net"
	"reflect"
	"syscall"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// Browsers find the servers through a proxy, which leads them to the new one from the moment that it runs.
func TestAServerThatIsReplacedHandsItsRoomsOver(t *testing.T) {
	t.Parallel()
	proxy := startRelay(t)
	proxy.lead("tcp", freeAddress(t))
	one := onRedis(t, startRedis(t).url(), t.TempDir(),
		"--public-url", "http://"+proxy.address(), "--listen", proxy.target.Load().address)
	one.found()
	dana, circle := one.circle("Ana", "Sam", "Mei")
	one.join("Tom", coloured(8))
	one.do(dana, protocol.SeatMute{Seat: 2})
	before := one.everything(dana, 4, 1)
	for _, b := range []*bot.Bot{dana, circle[1], circle[2]} {
		one.audible(b, "somebody", bot.Stream{Kind: "audio"})
	}

	next := freeAddress(t)
	two := one.beside(t, "--listen", next)
	proxy.lead("tcp", next)
	silences := two.silences(append(circle, dana)...)
	if err := one.end(syscall.SIGTERM); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	if after := two.everything(dana, 4, 1); !reflect.DeepEqual(after, before) {
		t.Errorf("before: %+v\nafter:  %+v", before, after)
	}
	silences()
	two.admit(dana, "Tom")
	two.audible(dana, "Dana", tone(8))
	two.silent(dana, "Dana", tone(1), tone(2))
}

// freeAddress is one that a server can listen on, if nobody takes it meanwhile.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
