using System.Reflection;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Providers;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Silo.Tests.Architecture;

/// <summary>Who may know whom. Read from the built assemblies: what is never used leaves no reference, and does no harm.</summary>
public sealed class AssemblyReferenceTests
{
    private static readonly Assembly Mail = typeof(SendOutcome).Assembly;
    private static readonly Assembly Providers = typeof(MailProvidersServiceCollectionExtensions).Assembly;
    private static readonly Assembly Grains = typeof(SiloRole).Assembly;
    private static readonly Assembly Interfaces = typeof(EmailCampaign.Campaigns.ICampaignGrain).Assembly;
    private static readonly Assembly Silo = typeof(SiloProgram).Assembly;

    [Fact]
    public void Interfaces_KnowNoOtherProject() => Assert.Empty(OwnReferences(Interfaces));

    [Fact]
    public void Mail_KnowsNoOtherProject() => Assert.Empty(OwnReferences(Mail));

    [Fact]
    public void Providers_KnowMailOnly() => Assert.Subset(new HashSet<string> { "Mail" }, OwnReferences(Providers));

    [Fact]
    public void Grains_KnowInterfacesAndMailButNoProvider()
        => Assert.Subset(new HashSet<string> { "Grains.Interfaces", "Mail" }, OwnReferences(Grains));

    [Fact]
    public void Silo_KnowsAllButTheConsole()
        => Assert.Subset(new HashSet<string> { "Grains.Interfaces", "Grains", "Mail", "Mail.Providers" }, OwnReferences(Silo));

    [Fact]
    public void Mail_IsFreeOfOrleansAndHttp()
        => Assert.DoesNotContain(References(Mail), static name => name.StartsWith("Orleans", StringComparison.Ordinal)
            || name.StartsWith("System.Net.Http", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Interfaces_AreFreeOfTheRuntime()
        => Assert.DoesNotContain(References(Interfaces), static name => name is "Orleans.Runtime" or "Orleans.Persistence.AdoNet");

    [Fact]
    public void Databases_AreKnownToTheSiloOnly()
    {
        Assert.Contains("Npgsql", References(Silo));
        Assert.Contains("Microsoft.Data.Sqlite", References(Silo));
        Assert.All(
            [Mail, Providers, Grains, Interfaces],
            static assembly => Assert.DoesNotContain(References(assembly), static name => name is "Npgsql" or "Microsoft.Data.Sqlite"));
    }

    private static HashSet<string> OwnReferences(Assembly assembly)
        => [.. References(assembly)
            .Where(static name => name.StartsWith("EmailCampaign.", StringComparison.Ordinal))
            .Select(static name => name["EmailCampaign.".Length..])];

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(static name => name.Name!);
}
