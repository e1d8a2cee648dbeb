using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace EmailCampaign.Testing.Limits;

/// <summary>
/// No test of an assembly with this attribute hangs for ever: one that runs beyond the limit ends its process and is named, so that a
/// hang fails within minutes and says where. A test never comes near it.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestTimeLimitAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Timer> _running = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
        => _running[test.UniqueID] = new Timer(static name => End((string)name!), test.TestDisplayName, Limit, Timeout.InfiniteTimeSpan);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_running.TryRemove(test.UniqueID, out var timer))
        {
            timer.Dispose();
        }
    }

    private static void End(string name)
    {
        var message = $"The test {name} has been running for {Limit.TotalMinutes} minutes: it hangs, and ends this process.";
        Console.Error.WriteLine(message);
        Environment.FailFast(message);
    }
}
