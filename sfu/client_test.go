package sfu

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"go.uber.org/goleak"

	"alcove/room"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for something that must happen. Nothing is measured by it.
const patience = 20 * time.Second

// stand is a server with one room, and what the room's listener was told.
type stand struct {
	*testing.T
	server *Server
	room   *Room

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced when anything below changes
	slots    map[room.VisitID][]Slot
	told     map[room.VisitID]int
	layers   map[room.VisitID][]string
	speaking []room.SeatNumber
	spoken   [][]room.SeatNumber
	poor     []room.SeatNumber
	voice    room.Voice

	sent atomic.Uint64 // packets that clients have sent
}

func newStand(t *testing.T, slots Slots) *stand {
	t.Helper()
	return newStandWith(t, slots, Config{Listen: netip.MustParseAddrPort("127.0.0.1:0")})
}

func newStandWith(t *testing.T, slots Slots, c Config) *stand {
	t.Helper()
	server, err := Listen(c)
	if err != nil {
		t.Fatal(err)
	}
	return newStandOn(t, slots, server)
}

func newStandOn(t *testing.T, slots Slots, server *Server) *stand {
	t.Helper()
	s := &stand{
		T: t, server: server, changed: make(chan struct{}),
		slots: map[room.VisitID][]Slot{}, told: map[room.VisitID]int{}, layers: map[room.VisitID][]string{},
	}
	s.room = server.Room(slots, s)
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *stand) Slots(visit room.VisitID, slots []Slot) {
	s.change(func() { s.slots[visit] = slots; s.told[visit]++ })
}

func (s *stand) Layers(visit room.VisitID, rids []string) {
	s.change(func() { s.layers[visit] = rids })
}

func (s *stand) Speaking(seats []room.SeatNumber) {
	s.change(func() { s.speaking = seats; s.spoken = append(s.spoken, seats) })
}

func (s *stand) Voice(v room.Voice) { s.change(func() { s.voice.Add(v) }) }

func (s *stand) Lines(poor []room.SeatNumber) { s.change(func() { s.poor = poor }) }

func (s *stand) change(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
	close(s.changed)
	s.changed = make(chan struct{})
}

// await returns once what is true; it looks again whenever the room or a client has something new, and now and then.
func (s *stand) await(what string, is func() bool) {
	s.Helper()
	deadline := time.After(patience)
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		s.mu.Lock()
		ok, changed := is(), s.changed
		s.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-look.C:
		case <-deadline:
			s.Fatalf("still waiting: %s; stats %+v", what, s.server.Stats())
		}
	}
}

// seatOf returns whose sound or picture comes on a mid, and 0 if nobody's.
func (s *stand) seatOf(visit room.VisitID, mid string) room.SeatNumber {
	for _, slot := range s.slots[visit] {
		if slot.Mid == mid {
			return slot.Seat
		}
	}
	return 0
}

// heard is one packet that a client received.
type heard struct {
	mid       string
	sequence  uint16
	timestamp uint32
	ssrc      uint32
	marker    bool
	payload   []byte
	extended  bool // with anything but the server's own number
	numbered  bool
	cloned    bool // came by RTX
}

// client is a browser, made of Pion.
type client struct {
	*stand
	visit room.VisitID
	pc    *webrtc.PeerConnection

	microphone, camera, screen, sound *sender

	packets   []heard // guarded by stand.mu
	reports   map[uint32]rtcp.SenderReport
	names     map[uint32]string
	ready     chan struct{}
	readyOnce sync.Once
	readers   sync.WaitGroup
}

// sender is a track whose packets a test makes by hand.
type sender struct {
	id, stream string
	sent       *atomic.Uint64
	kind       webrtc.RTPCodecType
	mu         sync.Mutex
	context    webrtc.TrackLocalContext
	sequence   uint16
	timestamp  uint32
	feedback   []rtcp.Packet // guarded by stand.mu
}

func (s *sender) Bind(c webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.context = c
	return c.CodecParameters()[0], nil
}
func (s *sender) Unbind(webrtc.TrackLocalContext) error { return nil }
func (s *sender) ID() string                            { return s.id }
func (s *sender) RID() string                           { return "" }
func (s *sender) StreamID() string                      { return s.stream }
func (s *sender) Kind() webrtc.RTPCodecType             { return s.kind }

// header returns the header of the next packet.
func (s *sender) header() rtp.Header {
	s.sequence++
	s.timestamp += 960
	return rtp.Header{
		Version: 2, SSRC: uint32(s.context.SSRC()), PayloadType: uint8(s.context.CodecParameters()[0].PayloadType),
		SequenceNumber: s.sequence, Timestamp: s.timestamp,
	}
}

func (s *sender) write(t testing.TB, h rtp.Header, payload []byte) {
	t.Helper()
	if _, err := s.context.WriteStream().WriteRTP(&h, payload); err != nil {
		t.Fatal(err)
	}
	s.sent.Add(1)
}

// say sends a packet of sound with this content at this level.
func (s *sender) say(t testing.TB, content string, level uint8) {
	t.Helper()
	h := s.header()
	for _, e := range s.context.HeaderExtensions() {
		if e.URI == uriLevel {
			if err := h.SetExtension(uint8(e.ID), []byte{0x80 | level}); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.write(t, h, []byte(content))
}

// show sends a packet of a picture with this content.
func (s *sender) show(t testing.TB, content string, key bool) {
	t.Helper()
	s.write(t, s.header(), vp8(content, key))
}

// vp8 returns a whole frame in one packet, without a picture id.
func vp8(content string, key bool) []byte {
	inter := byte(1)
	if key {
		inter = 0
	}
	return append([]byte{0x10, inter}, content...)
}

func newClient(s *stand, visit room.VisitID, slots Slots) *client {
	s.Helper()
	media := &webrtc.MediaEngine{}
	for _, e := range []struct {
		uri  string
		kind webrtc.RTPCodecType
	}{
		{uriLevel, webrtc.RTPCodecTypeAudio},
		{uriTransport, webrtc.RTPCodecTypeAudio},
		{uriMid, webrtc.RTPCodecTypeAudio},
		{uriMid, webrtc.RTPCodecTypeVideo},
		{uriTransport, webrtc.RTPCodecTypeVideo},
	} {
		if err := media.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: e.uri}, e.kind); err != nil {
			s.Fatal(err)
		}
	}
	if err := media.RegisterDefaultCodecs(); err != nil {
		s.Fatal(err)
	}
	settings := webrtc.SettingEngine{LoggerFactory: &logging.DefaultLoggerFactory{
		Writer: io.Discard, DefaultLogLevel: logging.LogLevelDisabled,
	}}
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	settings.SetIPFilter(net.IP.IsLoopback)
	settings.SetICETimeouts(5*time.Second, 10*time.Second, 500*time.Millisecond)
	api := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings),
		webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	pc, err := api.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle})
	if err != nil {
		s.Fatal(err)
	}
	c := &client{
		stand: s, visit: visit, pc: pc, ready: make(chan struct{}),
		reports: map[uint32]rtcp.SenderReport{}, names: map[uint32]string{},
	}
	s.Cleanup(c.close)
	pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			c.readyOnce.Do(func() { close(c.ready) })
		}
	})
	pc.OnTrack(func(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) { c.read(track, receiver) })
	c.layOut(slots)
	return c
}

func (c *client) layOut(slots Slots) {
	c.Helper()
	send := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}
	for _, s := range []struct {
		to   **sender
		id   string
		kind webrtc.RTPCodecType
	}{
		{&c.microphone, "microphone", webrtc.RTPCodecTypeAudio},
		{&c.camera, "camera", webrtc.RTPCodecTypeVideo},
		{&c.screen, "screen", webrtc.RTPCodecTypeVideo},
		{&c.sound, "sound", webrtc.RTPCodecTypeAudio},
	} {
		track := &sender{id: s.id, stream: "me", kind: s.kind, sent: &c.sent, sequence: 65000, timestamp: 1<<32 - 5000}
		*s.to = track
		t, err := c.pc.AddTransceiverFromTrack(track, send)
		if err != nil {
			c.Fatal(err)
		}
		c.readers.Go(func() { c.readFeedback(track, t.Sender()) })
	}
	receive := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}
	for range slots.People + slots.Screen {
		for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
			if _, err := c.pc.AddTransceiverFromKind(kind, receive); err != nil {
				c.Fatal(err)
			}
		}
	}
}

func (c *client) readFeedback(to *sender, from *webrtc.RTPSender) {
	for {
		packets, _, err := from.ReadRTCP()
		if err != nil {
			return
		}
		c.change(func() { to.feedback = append(to.feedback, packets...) })
	}
}

func (c *client) read(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	mid := receiver.RTPTransceiver().Mid()
	c.readers.Go(func() {
		for {
			packets, _, err := receiver.ReadRTCP()
			if err != nil {
				return
			}
			c.change(func() { c.note(packets) })
		}
	})
	var transport uint8
	for _, e := range receiver.GetParameters().HeaderExtensions {
		if e.URI == uriTransport {
			transport = uint8(e.ID)
		}
	}
	c.readers.Go(func() {
		for {
			p, attributes, err := track.ReadRTP()
			if err != nil {
				return
			}
			h := heard{
				mid: mid, sequence: p.SequenceNumber, timestamp: p.Timestamp, ssrc: p.SSRC, marker: p.Marker,
				payload: slices.Clone(p.Payload), numbered: slices.Contains(p.GetExtensionIDs(), transport),
				extended: slices.ContainsFunc(p.GetExtensionIDs(), func(id uint8) bool { return id != transport }),
				cloned:   attributes.Get(webrtc.AttributeRtxSsrc) != nil,
			}
			c.change(func() { c.packets = append(c.packets, h) })
		}
	})
}

func (c *client) note(packets []rtcp.Packet) {
	for _, p := range packets {
		switch p := p.(type) {
		case *rtcp.SenderReport:
			c.reports[p.SSRC] = *p
		case *rtcp.SourceDescription:
			for _, chunk := range p.Chunks {
				c.names[chunk.Source] = chunk.Items[0].Text
			}
		}
	}
}

// offer returns the client's offer.
func (c *client) offer(options *webrtc.OfferOptions) string {
	c.Helper()
	offer, err := c.pc.CreateOffer(options)
	if err != nil {
		c.Fatal(err)
	}
	if err := c.pc.SetLocalDescription(offer); err != nil {
		c.Fatal(err)
	}
	return c.pc.LocalDescription().SDP
}

func (c *client) accept(answer string) {
	c.Helper()
	err := c.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
	if err != nil {
		c.Fatalf("%v\n%s", err, answer)
	}
}

// connect offers, takes the answer and waits until media may flow both ways.
func (c *client) connect() *client {
	c.Helper()
	answer, err := c.room.Answer(c.Context(), c.visit, c.offer(nil))
	if err != nil {
		c.Fatal(err)
	}
	c.accept(answer)
	select {
	case <-c.ready:
	case <-time.After(patience):
		c.Fatal("no connection")
	}
	c.await("the server sees the connection", func() bool {
		_, p := c.room.find(c.visit)
		return p != nil && p.ready.Load()
	})
	return c
}

func (c *client) close() {
	if c.pc.ConnectionState() == webrtc.PeerConnectionStateClosed {
		return
	}
	if err := c.pc.GracefulClose(); err != nil {
		c.Error(err)
	}
	c.readers.Wait()
}

// received returns the packets whose content has this prefix. The stand's lock is held.
func (c *client) received(prefix string) []heard {
	var out []heard
	for _, h := range c.packets {
		if strings.HasPrefix(h.content(), prefix) {
			out = append(out, h)
		}
	}
	return out
}

// content returns what say or show put into the packet.
func (h heard) content() string {
	if len(h.payload) > 2 && h.payload[0] == 0x10 {
		return string(h.payload[2:])
	}
	return string(h.payload)
}

// stageOf seats people in the order given, from seat 1, everything allowed.
func stageOf(visits ...room.VisitID) []room.Stage {
	var stage []room.Stage
	for i, v := range visits {
		stage = append(stage, room.Stage{
			Person: room.PersonID("person-" + string(v)), Visit: v, Seat: room.SeatNumber(i + 1),
			Speaks: true, Shows: true, Hears: true, Sees: true,
		})
	}
	return stage
}

// gather makes a stand with connected clients on seats 1, 2, …
func gather(t *testing.T, visits ...room.VisitID) (*stand, []*client, []room.Stage) {
	t.Helper()
	slots := Slots{People: 4, Screen: 1}
	s := newStand(t, slots)
	stage := stageOf(visits...)
	s.room.SetStage(stage)
	var clients []*client
	for _, v := range visits {
		clients = append(clients, newClient(s, v, slots).connect())
	}
	return s, clients, stage
}

// stream makes from send packets of sound until to has some of them, and waits until all have been dealt with.
func stream(s *stand, from *client, to *client, prefix string) {
	s.Helper()
	n := 0
	s.await(fmt.Sprintf("%s reaches %s", prefix, string(to.visit)), func() bool {
		from.microphone.say(s, fmt.Sprintf("%s-%d", prefix, n), 20)
		n++
		return len(to.received(prefix+"-")) > 0
	})
	s.settle()
}

// settle waits until the server has dealt with every packet that clients have sent.
func (s *stand) settle() {
	s.Helper()
	s.await("everything that was sent has been dealt with", func() bool {
		return s.server.Stats().Received == s.sent.Load()
	})
}
