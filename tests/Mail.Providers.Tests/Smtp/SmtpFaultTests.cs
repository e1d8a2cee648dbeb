using System.Net;
using System.Net.Sockets;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>Every way in which a connection can fail, over a real socket.</summary>
public abstract class SmtpFaultTests : SmtpTransportTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Theory]
    [InlineData(SmtpStep.Greeting, "Unreachable")]
    [InlineData(SmtpStep.Ehlo, "Unreachable")]
    [InlineData(SmtpStep.Mail, "Deferred:Fault")]
    [InlineData(SmtpStep.Rcpt, "Deferred:Fault")]
    [InlineData(SmtpStep.Data, "Deferred:Fault")]
    [InlineData(SmtpStep.Dot, "Unknown")]
    public async Task Send_ServerDropsTheConnection_OutcomeTellsWhatMayHaveLeft(SmtpStep step, string expected)
    {
        foreach (var pipelining in new[] { true, false })
        {
            foreach (var reset in new[] { true, false })
            {
                await using var rig = StartRig(
                    (SmtpScript.AcceptAll with { Pipelining = pipelining }).On(step, new SmtpAction.Drop(Reset: reset), times: 1));

                Assert.Equal([expected], await rig.SendAsync(TestMail.To("a@x.test")));
                Assert.Equal(0, rig.Server.AcceptedCount);
                Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("b@x.test")));
            }
        }
    }

    [Fact]
    public async Task Send_ServerDropsAfterItTookTheMail_IsUnknown()
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Drop(TakesMail: true), message: 1, session: 1));

        Assert.Equal(["Unknown", "Accepted"], await rig.SendAsync(TestMail.Slice(2)));
        Assert.Equal(2, rig.Server.AcceptedCount);
        Assert.Equal(2, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_ServerDropsInTheMiddleOfALargeMail_IsDeferred()
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Body, new SmtpAction.Drop(Reset: true)));

        // Far more than the buffers of the sockets hold: the client is still writing when the connection goes.
        Assert.Equal(["Deferred:Fault"], await rig.SendAsync(TestMail.To("a@x.test", text: Lines(24_000_000))));
    }

    [Fact]
    public async Task Send_ServerDropsInTheMiddleOfASmallMail_IsUnknownBecauseTheDotHasLeft()
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Body, new SmtpAction.Drop()));

        Assert.Equal(["Unknown"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Theory]
    [InlineData(SmtpStep.Greeting, "Unreachable")]
    [InlineData(SmtpStep.Ehlo, "Unreachable")]
    [InlineData(SmtpStep.Mail, "Deferred:Fault")]
    [InlineData(SmtpStep.Rcpt, "Deferred:Fault")]
    [InlineData(SmtpStep.Data, "Deferred:Fault")]
    public async Task Send_ServerStalls_CommandLimitEndsIt(SmtpStep step, string expected)
    {
        foreach (var pipelining in new[] { true, false })
        {
            await using var rig = StartRig(
                (SmtpScript.AcceptAll with { Pipelining = pipelining }).On(step, new SmtpAction.Stall(), times: 1), options => options.CommandTimeout = Short);

            Assert.Equal([expected], await rig.SendAsync(TestMail.To("a@x.test")));
            Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("b@x.test")));
        }
    }

    [Fact]
    public async Task Send_ServerStallsAtTheDot_FinalReplyLimitEndsItAsUnknown()
    {
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Stall(TakesMail: true), times: 1), options => options.FinalReplyTimeout = Short);

        Assert.Equal(["Unknown", "Accepted"], await rig.SendAsync(TestMail.Slice(2)));
    }

    [Fact]
    public async Task Send_FinalReplySlowerThanTheCommandLimit_IsStillAwaited()
    {
        var release = new TaskCompletionSource();
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.Hold(release.Task)), options => options.CommandTimeout = Short);
        var sending = rig.SendAsync(TestMail.To("a@x.test"));
        await rig.Server.WhenAsync(SmtpStep.Dot);

        var first = await Task.WhenAny(sending, Task.Delay(Short * 3, TestContext.Current.CancellationToken));
        release.SetResult();

        Assert.NotSame(sending, first);
        Assert.Equal(["Accepted"], await sending);
    }

    [Fact]
    public async Task Send_ServerStallsAtRsetAfterARejection_KeepsTheVerdictAndReconnects()
    {
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(SmtpStep.Rcpt, "554 5.7.1 spam", times: 1).On(SmtpStep.Rset, new SmtpAction.Stall(), times: 1),
            options => options.CommandTimeout = Short);

        Assert.Equal(["Rejected:Policy", "Accepted"], await rig.SendAsync(TestMail.Slice(2)));
        Assert.Equal(2, rig.Server.SessionCount);
    }

    [Theory]
    [InlineData(SmtpStep.Greeting)]
    [InlineData(SmtpStep.Ehlo)]
    [InlineData(SmtpStep.Mail)]
    [InlineData(SmtpStep.Rcpt)]
    [InlineData(SmtpStep.Data)]
    [InlineData(SmtpStep.Dot)]
    public async Task Send_421AtAnyStage_ThrottlesAndReconnectsNextTime(SmtpStep step)
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(step, "421 4.3.2 come back later", times: 1));

        Assert.Equal(["Throttled", "NotAttempted", "NotAttempted"], await rig.SendAsync(TestMail.Slice(3)));
        Assert.Equal(0, rig.Server.AcceptedCount);
        Assert.Equal(["Accepted", "Accepted"], await rig.SendAsync(TestMail.Slice(2)));
        Assert.Equal(2, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_ServerDropsIdleSessions_ReconnectsWithoutLosingAnAttempt()
    {
        await using var rig = StartRig();

        foreach (var farewell in new[] { null, "421 4.4.2 localhost timeout exceeded" })
        {
            Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("a@x.test")));
            await rig.Server.DropSessionsAsync(farewell);
            Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("b@x.test")));
        }

        Assert.Equal(4, rig.Server.AcceptedCount);
        Assert.Equal(3, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_ServerDropsTheSessionBetweenTwoMailsOfASlice_ReconnectsSilently()
    {
        await using var rig = StartRig(
            SmtpScript.AcceptAll.On(SmtpStep.Dot, new SmtpAction.ReplyAndClose("250 2.0.0 Ok, and goodbye"), message: 2, session: 1));

        // The provider asks the window before each mail: there the test waits until the server has closed.
        var window = WindowThatAsks(() => rig.Server.AcceptedCount != 2 || rig.Server.SessionCount != 1
            || SpinWait.SpinUntil(() => rig.Server.OpenSessions == 0, TimeSpan.FromSeconds(10)));
        var outcomes = await rig.Provider.SendAsync(TestMail.Slice(4), window, TestContext.Current.CancellationToken);

        Assert.Equal(["Accepted", "Accepted", "Accepted", "Accepted"], OutcomeText.Of(outcomes));
        Assert.Equal(4, rig.Server.AcceptedCount);
        Assert.Equal(2, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_ServerDropsEverySessionAfterEhlo_IsUnreachable()
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Ehlo, new SmtpAction.ReplyAndClose("250 localhost")));

        var window = WindowThatAsks(() => rig.Server.SessionCount == 0 || SpinWait.SpinUntil(() => rig.Server.OpenSessions == 0, TimeSpan.FromSeconds(10)));
        var outcomes = await rig.Provider.SendAsync(TestMail.Slice(2), window, TestContext.Current.CancellationToken);

        Assert.Equal(["Unreachable", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.Equal(0, rig.Server.Steps(SmtpStep.Mail));
    }

    [Fact]
    public async Task Send_SessionIdleForLong_IsClosedPolitely()
    {
        var clock = new FakeTimeProvider();
        await using var rig = StartRig(clock: clock);
        await rig.SendAsync(TestMail.To("a@x.test"));

        clock.Advance(TimeSpan.FromSeconds(31));
        await rig.Server.WhenAsync(SmtpStep.Quit);

        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("b@x.test")));
        Assert.Equal(2, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_SessionIdleForAMoment_IsKept()
    {
        var clock = new FakeTimeProvider();
        await using var rig = StartRig(clock: clock);
        await rig.SendAsync(TestMail.To("a@x.test"));

        clock.Advance(TimeSpan.FromSeconds(29));
        await rig.SendAsync(TestMail.To("b@x.test"));
        clock.Advance(TimeSpan.FromSeconds(29));
        await rig.SendAsync(TestMail.To("c@x.test"));

        Assert.Equal(1, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_NobodyListens_IsUnreachableAndNamesThePlace()
    {
        await using var rig = StartRig(configure: options => options.Port = FreePort());

        var outcomes = await rig.OutcomesAsync(TestMail.Slice(2));

        Assert.Equal(["Unreachable", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.Contains($"127.0.0.1:{rig.Options.Port}", Assert.IsType<SendOutcome.Unreachable>(outcomes[0]).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NameThatDoesNotExist_IsUnreachable()
    {
        await using var rig = StartRig(configure: options => options.Host = "nowhere.invalid");

        Assert.Equal(["Unreachable"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Fact]
    public async Task Send_ConnectionIsNeverTakenUp_ConnectLimitEndsIt()
    {
        // A listener whose queue is full answers no further connection.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var endpoint = (IPEndPoint)listener.LocalEndPoint!;
        using var crowd = new Crowd(endpoint, 16);
        await using var rig = StartRig(configure: options =>
        {
            options.Port = endpoint.Port;
            options.ConnectTimeout = Short;
            options.CommandTimeout = Short;
        });

        Assert.Equal(["Unreachable"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    [Theory]
    [InlineData("554 no service", "Refused:Suspended")]
    [InlineData("450 busy", "Throttled")]
    public async Task Send_GreetingRefuses_EndsTheSlice(string greeting, string expected)
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Greeting, greeting));

        Assert.Equal([expected, "NotAttempted"], await rig.SendAsync(TestMail.Slice(2)));
    }

    [Fact]
    public async Task Send_ServerTalksNonsense_IsAnOutcomeAtEachStage()
    {
        foreach (var (step, expected) in new[]
                 {
                     (SmtpStep.Greeting, "Unreachable"), (SmtpStep.Mail, "Deferred:Fault"), (SmtpStep.Rcpt, "Deferred:Fault"),
                     (SmtpStep.Data, "Deferred:Fault"), (SmtpStep.Dot, "Unknown"),
                 })
        {
            await using var rig = StartRig(SmtpScript.AcceptAll.On(step, new SmtpAction.Reply("HTTP/1.1 400 Bad Request"), times: 1));

            Assert.Equal([expected], await rig.SendAsync(TestMail.To("a@x.test")));
        }
    }

    [Theory]
    [InlineData(SmtpStep.Ehlo, "NotAttempted")]
    [InlineData(SmtpStep.Rcpt, "Deferred:Fault")]
    [InlineData(SmtpStep.Dot, "Unknown")]
    public async Task Send_PatienceEnds_OutcomeIsWhatIsTrue(SmtpStep step, string expected)
    {
        using var patience = new CancellationTokenSource();
        await using var rig = StartRig(SmtpScript.AcceptAll.On(step, new SmtpAction.Stall(), times: 1));
        var sending = rig.Provider.SendAsync(TestMail.Slice(2), TestMail.OpenWindow(), patience.Token);
        await rig.Server.WhenAsync(step);

        await patience.CancelAsync();

        Assert.Equal([expected, "NotAttempted"], OutcomeText.Of(await sending));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("b@x.test")));
    }

    [Fact]
    public async Task Send_CancelledBeforehand_AttemptsNothing()
    {
        await using var rig = StartRig();
        await rig.SendAsync(TestMail.To("a@x.test"));

        var outcomes = await rig.Provider.SendAsync(TestMail.Slice(2), TestMail.OpenWindow(), new CancellationToken(canceled: true));

        Assert.Equal(["NotAttempted", "NotAttempted"], OutcomeText.Of(outcomes));
        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("b@x.test")));
        Assert.Equal(1, rig.Server.SessionCount);
    }

    [Fact]
    public async Task Send_ServerIsMended_GoesOn()
    {
        await using var rig = StartRig(SmtpScript.AcceptAll.On(SmtpStep.Mail, "451 4.3.0 broken"));

        Assert.Equal(["Deferred:Reply"], await rig.SendAsync(TestMail.To("a@x.test")));
        rig.Server.Script = SmtpScript.AcceptAll;

        Assert.Equal(["Accepted"], await rig.SendAsync(TestMail.To("a@x.test")));
    }

    private static SendWindow WindowThatAsks(Func<bool> question) => new(new AskingClock(question), 1, CancellationToken.None);

    private static string Lines(int length) => string.Concat(Enumerable.Repeat("all work and no play makes jack a dull boy\n", length / 43));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class AskingClock(Func<bool> question) : TimeProvider
    {
        public override long GetTimestamp() => question() ? 0 : 1;
    }

    /// <summary>Connections that fill a listener's queue.</summary>
    private sealed class Crowd : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public Crowd(IPEndPoint endpoint, int size)
        {
            for (var i = 0; i < size; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _sockets.Add(socket);
                try
                {
                    socket.Connect(endpoint);
                }
                catch (SocketException)
                {
                    // Under way: that is what fills the queue.
                }
            }
        }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
