using System.Collections.Concurrent;

namespace EmailCampaign.Grains.Tests.Conservation;

/// <summary>Runs the turns of grains one after the other, when the test says so: what a grain's scheduler is to them.</summary>
internal sealed class TurnContext : SynchronizationContext
{
    private const int MostTurns = 20_000;

    private readonly ConcurrentQueue<(SendOrPostCallback Turn, object? State)> _turns = new();

    public bool HasTurns => !_turns.IsEmpty;

    public override void Post(SendOrPostCallback d, object? state) => _turns.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Does something as a turn, and then all that follows from it while no time passes.</summary>
    public T Do<T>(Func<T> start)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var result = start();
            RunAll();
            return result;
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public void Do(Action start) => Do(() =>
    {
        start();
        return 0;
    });

    public void Run() => Do(static () => 0);

    private void RunAll()
    {
        for (var turns = 0; _turns.TryDequeue(out var next); turns++)
        {
            Assert.True(turns < MostTurns, "The turns never end although no time passes: a hot loop.");
            next.Turn(next.State);
        }
    }
}
