using System.Reflection;

namespace EmailCampaign.Grains.Tests.Conservation;

/// <summary>
/// Stands in for a grain interface. Made at run time: a class that implements one would be taken for a grain by every cluster that
/// loads this assembly.
/// </summary>
public class StubProxy : DispatchProxy
{
    private Func<string, object?[], object?> _answer = static (name, _) => throw new NotSupportedException(name);

    public static T Of<T>(Func<string, object?[], object?> answer)
        where T : class
    {
        var proxy = Create<T, StubProxy>();
        ((StubProxy)(object)proxy)._answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!.Name, args ?? []);
}
