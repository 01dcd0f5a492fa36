package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/logging"
	"github.com/pion/rtcp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"

	"alcove/room"
	"alcove/signaling/protocol"
)

// The send lines of the offer, in their order.
const (
	microphone = iota
	camera
	screen
	screenSound
	numSources
)

// index is where a source stands in the offer.
func index(s room.Source) int {
	switch s {
	case room.SourceCamera:
		return camera
	case room.SourceScreen:
		return screen
	case room.SourceScreenSound:
		return screenSound
	default:
		return microphone
	}
}

// stage is one peer connection: made when the bot sits down, gone when it leaves the circle.
type stage struct {
	stop   context.CancelFunc
	ended  chan struct{} // closed when nothing of the stage is left running
	sdp    chan string   // the server's answer; room for one
	opened chan struct{} // closed once media flows
	broken chan struct{} // closed once it never will again
	again  chan struct{} // asks for an ICE restart; room for one

	open, breaks sync.Once

	// Set by perform before opened is closed.
	pc     *webrtc.PeerConnection
	tracks [numSources][]*track // by rank, the smallest layer first

	mu      sync.Mutex // guards what follows
	err     error      // why it is broken
	closing bool
	readers sync.WaitGroup
}

// startStage begins a stage beside those that there are.
func (b *Bot) startStage(slots protocol.Slots) *stage {
	ctx, stop := context.WithCancel(b.life)
	s := &stage{
		stop: stop, ended: make(chan struct{}), sdp: make(chan string, 1),
		opened: make(chan struct{}), broken: make(chan struct{}), again: make(chan struct{}, 1),
	}
	b.unwanted.Store(0) // until the server says otherwise
	b.mu.Lock()
	b.stages = append(b.stages, s)
	b.mu.Unlock()
	b.owned.Go(func() {
		defer close(s.ended)
		b.perform(ctx, s, slots)
	})
	return s
}

// Offers counts the offers that the bot has made: one for each peer connection and one for each ICE restart.
func (b *Bot) Offers() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.offers
}

// cut ends the stages of a bot that keeps the rules.
func (b *Bot) cut() {
	if !b.lawless.Load() {
		b.stopStages()
	}
}

// stopStages ends every stage and returns when they have ended.
func (b *Bot) stopStages() {
	b.mu.Lock()
	stages := b.stages
	b.stages = nil
	b.mu.Unlock()
	for _, s := range stages {
		s.stop()
	}
	for _, s := range stages {
		<-s.ended
	}
}

func (b *Bot) newestStage() *stage {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.stages) == 0 {
		return nil
	}
	return b.stages[len(b.stages)-1]
}

// AwaitMedia waits until the peer connection of the circle is there and returns why not if it never will be.
func (b *Bot) AwaitMedia(ctx context.Context) error {
	var s *stage
	if err := b.await(ctx, func() bool { s = b.newestStage(); return s != nil }); err != nil {
		return err
	}
	return s.await(ctx)
}

func (s *stage) await(ctx context.Context) error {
	select {
	case <-s.opened:
		return nil
	case <-s.broken:
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// answered hands the server's session description over. What nobody waits for is dropped.
func (s *stage) answered(sdp string) {
	if s == nil {
		return
	}
	select {
	case s.sdp <- sdp:
	default:
	}
}

func (s *stage) breakDown(err error) {
	s.breaks.Do(func() {
		s.mu.Lock()
		s.err = err
		s.mu.Unlock()
		close(s.broken)
	})
}

// perform runs one stage until ctx ends.
func (b *Bot) perform(ctx context.Context, s *stage, slots protocol.Slots) {
	err := b.negotiate(ctx, s, slots)
	if s.pc != nil {
		defer s.close()
	}
	if err == nil {
		err = s.await(ctx)
	}
	if err != nil {
		s.breakDown(err)
		b.log.Debug("no media") // the error may hold addresses; AwaitMedia returns it
		b.news.announce()
		return
	}
	b.news.announce()
	var sending sync.WaitGroup
	for source, feed := range b.soundFeeds() {
		sending.Go(func() { b.sendSound(ctx, s, source, feed) })
	}
	for source, feed := range b.pictureFeeds() {
		sending.Go(func() { b.sendPicture(ctx, s, source, feed) })
	}
	lost := b.keepUp(ctx, s)
	s.stop()
	sending.Wait()
	if lost {
		b.startStage(slots)
	}
}

// close ends the peer connection and everything that reads from it.
func (s *stage) close() {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	_ = s.pc.GracefulClose()
	s.readers.Wait()
}

// reads counts a goroutine that reads from the peer connection, unless that is closing.
func (s *stage) reads() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing {
		s.readers.Add(1)
	}
	return !s.closing
}

// negotiate makes the peer connection with its one offer.
func (b *Bot) negotiate(ctx context.Context, s *stage, slots protocol.Slots) error {
	if err := b.prepare(s, slots); err != nil {
		return err
	}
	return b.describe(ctx, s, nil)
}

// describe makes an offer and takes its answer.
func (b *Bot) describe(ctx context.Context, s *stage, options *webrtc.OfferOptions) error {
	b.mu.Lock()
	b.offers++
	b.mu.Unlock()
	offer, err := s.pc.CreateOffer(options)
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(s.pc)
	if err := s.pc.SetLocalDescription(offer); err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	select {
	case <-gathered:
	case <-ctx.Done():
		return ctx.Err()
	}
	id, answer, err := b.ask(ctx, protocol.MediaOffer{SDP: s.pc.LocalDescription().SDP})
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	defer b.forget(id)
	for {
		select {
		case err := <-answer:
			if err != nil {
				return fmt.Errorf("offer: %w", err)
			}
			answer = nil // taken; the description follows
		case text := <-s.sdp:
			remote := webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: text}
			if err := s.pc.SetRemoteDescription(remote); err != nil {
				return fmt.Errorf("answer: %w", err)
			}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// prepare makes the peer connection with the lines of the offer: what this bot sends, then the slots of people, then
// those of a shared screen.
func (b *Bot) prepare(s *stage, slots protocol.Slots) error {
	api, err := newAPI(b.cfg.Settings)
	if err != nil {
		return err
	}
	if s.pc, err = api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return fmt.Errorf("peer connection: %w", err)
	}
	s.pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		s.follow(state)
		b.news.announce()
	})
	s.pc.OnTrack(func(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
		if s.reads() {
			defer s.readers.Done()
			b.watch(t, r.RTPTransceiver().Mid())
		}
	})
	for i, kind := range [numSources]webrtc.RTPCodecType{audio, video, video, audio} {
		if err := s.addSendLine(i, kind, b.layersOf(i)); err != nil {
			return err
		}
	}
	for range slots.People {
		err = errors.Join(err, s.slot(audio), s.slot(video))
	}
	for range slots.Screen {
		err = errors.Join(err, s.slot(video), s.slot(audio))
	}
	return err
}

func (s *stage) slot(kind webrtc.RTPCodecType) error {
	_, err := s.pc.AddTransceiverFromKind(kind, direction(webrtc.RTPTransceiverDirectionRecvonly))
	return err
}

func (s *stage) follow(state webrtc.PeerConnectionState) {
	switch state {
	case webrtc.PeerConnectionStateConnected:
		s.open.Do(func() { close(s.opened) })
	case webrtc.PeerConnectionStateFailed, webrtc.PeerConnectionStateClosed:
		s.breakDown(fmt.Errorf("the peer connection has %s", state))
	default:
	}
}

// listen reads the feedback about one track: somebody needs a key frame.
func (t *track) listen() {
	read := t.transceiver.Sender().ReadRTCP
	if t.rid != "" {
		read = func() ([]rtcp.Packet, interceptor.Attributes, error) {
			return t.transceiver.Sender().ReadSimulcastRTCP(t.rid)
		}
	}
	for {
		packets, _, err := read()
		if err != nil {
			return
		}
		for _, p := range packets {
			switch p.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				t.keyWanted.Store(true)
			}
		}
	}
}

const (
	audio = webrtc.RTPCodecTypeAudio
	video = webrtc.RTPCodecTypeVideo
)

func direction(d webrtc.RTPTransceiverDirection) webrtc.RTPTransceiverInit {
	return webrtc.RTPTransceiverInit{Direction: d}
}

// newAPI makes a Pion that knows Opus and VP8, looks for the server on every address of this machine, and logs
// nothing: its messages hold addresses. Change, if not nil, has the last word.
func newAPI(change func(*webrtc.SettingEngine)) (*webrtc.API, error) {
	engine := &webrtc.MediaEngine{}
	interceptors := &interceptor.Registry{}
	err := errors.Join(
		engine.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{
				MimeType: webrtc.MimeTypeOpus, ClockRate: soundRate, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1",
			},
			PayloadType: 111,
		}, audio),
		engine.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{
				MimeType: webrtc.MimeTypeVP8, ClockRate: pictureRate,
				RTCPFeedback: []webrtc.RTCPFeedback{{Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}},
			},
			PayloadType: 96,
		}, video),
		engine.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: sdp.AudioLevelURI}, audio),
		engine.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: sdp.SDESMidURI}, audio),
		engine.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: sdp.SDESMidURI}, video),
		engine.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: sdp.SDESRTPStreamIDURI}, video),
		webrtc.ConfigureTWCCHeaderExtensionSender(engine, interceptors),
	)
	if err != nil {
		return nil, fmt.Errorf("media engine: %w", err)
	}
	reports, err := report.NewSenderInterceptor()
	if err != nil {
		return nil, err
	}
	repeats, err := nack.NewResponderInterceptor()
	if err != nil {
		return nil, err
	}
	interceptors.Add(reports)
	interceptors.Add(repeats)

	var settings webrtc.SettingEngine
	settings.LoggerFactory = &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetIncludeLoopbackCandidate(true)
	if change != nil {
		change(&settings)
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithInterceptorRegistry(interceptors),
		webrtc.WithSettingEngine(settings)), nil
}
