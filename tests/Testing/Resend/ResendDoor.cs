using EmailCampaign.Testing.Http;

namespace EmailCampaign.Testing.Resend;

/// <summary>One address of a <see cref="FakeResend"/>, for one caller: what is done here meets nobody else.</summary>
public sealed class ResendDoor : IAsyncDisposable
{
    private readonly FakeResend _resend;
    private readonly int _number;
    private readonly ScriptedHttpServer _server;
    private readonly Lock _gate = new();
    private TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _holds;
    private bool _takes;
    private int _heldCount;

    internal ResendDoor(FakeResend resend, int number)
    {
        (_resend, _number) = (resend, number);
        _server = ScriptedHttpServer.Start(Answer);
    }

    public Uri Address => _server.Address;

    /// <summary>Calls whose answer has been kept back since the door was last held.</summary>
    public int Held => Volatile.Read(ref _heldCount);

    /// <summary>Keeps the answers of the calls that come from now on back.</summary>
    /// <param name="takes">Whether their mails are taken all the same; else they are lost, as behind a front door that fails.</param>
    public void Hold(bool takes = true)
    {
        lock (_gate)
        {
            _held.TrySetResult();
            _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (_holds, _takes, _heldCount) = (true, takes, 0);
        }
    }

    /// <summary>Keeps no more answers back; those that are kept back stay so until <see cref="Release"/>.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _holds = false;
        }
    }

    /// <summary>Sends the answers, whether or not somebody is left to hear them, and keeps no more back.</summary>
    public void Release()
    {
        Open();
        _held.TrySetResult();
    }

    public ValueTask DisposeAsync()
    {
        Release();
        return _server.DisposeAsync();
    }

    private HttpAction Answer(HttpSeen request)
    {
        lock (_gate)
        {
            var call = ResendCall.Of(request, _number);
            if (!_holds)
            {
                return _resend.Answer(call, request, until: null);
            }

            Interlocked.Increment(ref _heldCount);
            return _takes ? _resend.Answer(call, request, _held.Task) : _resend.Lose(call, _held.Task);
        }
    }
}
