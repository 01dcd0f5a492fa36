package load

import (
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/transport/v4/packetio"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Unix(1_800_000_000, 123_456_789)

func datagram(t *testing.T, ssrc uint32, number uint16, payload []byte) []byte {
	t.Helper()
	p := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: 96, SequenceNumber: number, SSRC: ssrc}, Payload: payload}
	raw, err := p.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func at(when time.Time) func() time.Time { return func() time.Time { return when } }

func TestOnlyRTPIsCountedAsMedia(t *testing.T) {
	for name, row := range map[string]struct {
		head []byte
		want bool
	}{
		"sound":                            {[]byte{0x80, 111}, true},
		"the last packet of a picture":     {[]byte{0x90, 96 | 0x80}, true},
		"the last packet, type 111":        {[]byte{0x90, 111 | 0x80}, true},
		"a sender report":                  {[]byte{0x80, 200}, false},
		"feedback":                         {[]byte{0x8f, 205}, false},
		"STUN":                             {[]byte{0x00, 0x01}, false},
		"DTLS":                             {[]byte{0x16, 0xfe}, false},
		"a byte that no protocol here has": {[]byte{0xff, 111}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := isRTP(append(row.head, make([]byte, headerSize)...)); got != row.want {
				t.Errorf("isRTP is %v, want %v", got, row.want)
			}
			if isRTP(row.head) {
				t.Error("what is too short for a header counts")
			}
		})
	}
}

func TestAStreamIsDecryptedAtItsBeginningAndThenNowAndThen(t *testing.T) {
	var m meter
	const total = firstSamples + 10*sampleEvery
	var passed []int
	for i := range total {
		if m.came(datagram(t, 7, uint16(65_500+i), nil), at(noon)) {
			passed = append(passed, i)
		}
	}
	if m.counts.received != total || m.counts.missing != 0 || m.counts.streams != 1 {
		t.Errorf("counted %+v, want %d packets of one stream", m.counts, total)
	}
	if n := len(passed) - firstSamples; n != 10 {
		t.Errorf("%d packets after the first were decrypted, want one in %d: %v", n, sampleEvery, passed)
	}
	for i := range firstSamples {
		if passed[i] != i {
			t.Fatalf("the first %d were not all decrypted: %v", firstSamples, passed)
		}
	}
}

func TestLossIsCountedByStream(t *testing.T) {
	var m meter
	for _, p := range []struct {
		ssrc   uint32
		number uint16
	}{{1, 65_534}, {2, 100}, {1, 1}, {2, 101}, {1, 0}, {2, 104}} {
		m.came(datagram(t, p.ssrc, p.number, nil), at(noon))
	}
	// Of the first stream 65535 is missing, since 0 came late; of the second one 102 and 103.
	if got := (counts{received: 6, missing: 3, streams: 2}); m.counts != got {
		t.Errorf("counted %+v, want %+v", m.counts, got)
	}
}

func TestWhatIsNotMediaGoesOnUncounted(t *testing.T) {
	var m meter
	if !m.came([]byte{0x00, 0x01, 0x00, 0x00}, at(noon)) {
		t.Error("STUN does not go on")
	}
	m.sent(append([]byte{0x80, 200}, make([]byte, headerSize)...))
	if m.counts != (counts{}) {
		t.Errorf("counted %+v", m.counts)
	}
	m.sent(datagram(t, 1, 1, nil))
	if m.counts.published != 1 {
		t.Errorf("published %d, want 1", m.counts.published)
	}
}

func TestADelayIsFromTheTimeInThePacketToItsArrival(t *testing.T) {
	var m meter
	f := newFeed(at(noon), 1)
	sound, _ := f.Sound(0)
	pictures := f.Picture(0, true)
	for i, payload := range append([][]byte{sound}, pictures...) {
		packet := datagram(t, 5, uint16(i), payload)
		m.came(packet, at(noon.Add(time.Duration(i+1)*time.Millisecond)))
		if _, err := m.buffer(packetio.RTPBufferPacket, 5).Write(packet); err != nil {
			t.Fatal(err)
		}
	}
	// A packet whose arrival nobody saw, and one without a time in it, say nothing.
	m.opened(datagram(t, 5, 99, sound))
	m.came(datagram(t, 5, 100, []byte{1}), at(noon))
	m.opened(datagram(t, 5, 100, []byte{1}))
	_, delays := m.read()
	if len(delays) != 1+len(pictures) {
		t.Fatalf("%d delays, want %d", len(delays), 1+len(pictures))
	}
	for i, d := range delays {
		if want := time.Duration(i+1) * time.Millisecond; d != want {
			t.Errorf("delay %d is %s, want %s", i, d, want)
		}
	}
	if len(m.arrivals) != 0 {
		t.Errorf("%d arrivals are remembered for ever", len(m.arrivals))
	}
	if m.restart(); len(m.delays) != 0 {
		t.Error("the delays of before are still there")
	}
}
