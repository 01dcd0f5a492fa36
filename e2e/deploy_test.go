package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os/exec"
	"reflect"
	"slices"
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
	dana, circle := one.circle("Ana", "Sam")
	circle = append(circle, one.enter(dana, "Mei", coloured(3), keepingFrames))
	one.join("Tom", coloured(8))
	one.do(dana, protocol.SeatMute{Seat: 2})
	before := one.everything(dana, 4, 1)
	one.frozenBot("Priya")
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
	two.await(dana, fmt.Sprintf("everybody as in %+v", before), func(v protocol.View) bool {
		now := standingOf(v)
		now.Waiting = slices.DeleteFunc(slices.Clone(now.Waiting), func(w protocol.Waiting) bool { return w.Name == "Priya" })
		return reflect.DeepEqual(now, before)
	})
	silences()
	// Somebody who doesn't answer keeps a connection open, but not the room.
	byes := 0
	for _, frame := range circle[2].Frames() {
		if bytes.Contains(frame, []byte(`"type":"bye"`)) {
			byes++
		}
	}
	if byes != 1 {
		t.Errorf("Mei was asked %d times to come back, want once: the room was not free", byes)
	}
	two.admit(dana, "Tom")
	two.audible(dana, "Dana", tone(8))
	two.silent(dana, "Dana", tone(1), tone(2))
}

// frozenBot lets somebody wait whose browser then stops without a word.
func (s *server) frozenBot(name string) {
	s.t.Helper()
	cmd := exec.Command(binary, "bots", "--link", s.links[name])
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		s.t.Fatal(err)
	}
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
