package signaling

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"alcove/room"
	"alcove/signaling/protocol"
)

func TestWhatIsRefusedIsCountedByItsCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana", "sam")
		link := w.link("dana")
		w.exchange(link, "")
		w.exchange(link, "")
		w.exchange("nonsense", "")
		for range 3 {
			circle[0].answered(protocol.SessionEnd{})
		}
		used := w.token("mei")
		for range 2 {
			p := w.dial()
			p.send(protocol.Hello{Protocol: protocol.Version, Token: used})
			p.look()
			synctest.Wait()
		}
		if waiting, seated := w.server.Members(); waiting != 1 || seated != 3 {
			t.Errorf("%d wait and %d sit, want 1 and 3", waiting, seated)
		}
		dana.do(protocol.PersonEndToday{Seat: 2, Reason: protocol.Reason(room.ReasonAsked)})
		circle[0].ending()
		_ = circle[1].conn.CloseNow()
		synctest.Wait()
		got := w.server.Outcomes()
		for outcome, want := range map[Outcome]uint64{
			{CountExchange, passed}:            1,
			{CountExchange, "another browser"}: 1,
			{CountExchange, "unknown link"}:    1,
			{CountCommand, "not-allowed"}:      3,
			{CountHello, passed}:               4,
			{CountHello, "replayed"}:           1,
			{CountBye, "today"}:                1,
			{CountBye, "lost"}:                 1,
			{CountLimit, "address"}:            0,
		} {
			if got[outcome] != want {
				t.Errorf("%v was counted %d times, want %d", outcome, got[outcome], want)
			}
		}
	})
}

func TestTheManualNamesEveryCause(t *testing.T) {
	manual, err := os.ReadFile("../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(manual), "## Metrics")
	for _, row := range causes {
		if !strings.Contains(section, "`"+row.cause+"`") {
			t.Errorf("docs/operations.md doesn't say what %q is", row.cause)
		}
	}
}
