using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Tests;

public sealed class MailProvidersRegistrationTests
{
    [Fact]
    public async Task AddMailProviders_NoSettings_OffersOneAccountOfEachKind()
    {
        await using var services = Services();
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Equal(["outbox", "smtp", "resend", "sendgrid", "ses"], catalog.Names);
        Assert.False(catalog.Find("outbox")!.Capabilities.LeavesTheMachine);
        Assert.Equal("smtp", catalog.Find("smtp")!.Name);
        Assert.Same(catalog.Find("smtp"), services.GetRequiredKeyedService<IMailProvider>("smtp"));
        Assert.Null(catalog.Find("nobody"));
        Assert.Null(catalog.Problem("outbox"));
        Assert.Contains("nobody", catalog.Problem("nobody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configured_SomeSettings_AreTheAccountsThatHaveThem()
    {
        await using var services = Services(("Providers:Backup:Type", "smtp"), ("Providers:outbox:Path", "x"));

        Assert.Equal(["Backup", "outbox"], services.GetRequiredService<IMailProviderCatalog>().Configured, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("news@acme.example", "acme.example", null, "acme.example s1")]
    [InlineData("news@acme.example", "acme.example", "bounces@bounce.acme.example", "bounce.acme.example s1")]
    [InlineData("news@mail.acme.example", "acme.example", null, "mail.acme.example")]
    [InlineData("news@ACME.example", null, null, "acme.example")]
    public async Task Records_OfAnSmtpAccount_AreItsEnvelopeAndItsKeysOfTheSendersDomain(string from, string? dkim, string? envelope, string expected)
    {
        await using var services = Services(
            [("Providers:smtp:EnvelopeSender", envelope ?? ""), .. dkim is null
                ? (IEnumerable<(string, string)>)[]
                : [("Providers:smtp:Dkim:Domain", dkim), ("Providers:smtp:Dkim:Selector", "s1"), ("Providers:smtp:Dkim:PrivateKey", Dkim.TestKeys.RsaPem(2048))]]);

        var records = services.GetRequiredService<IMailProviderCatalog>().Find("smtp")!.Records(new Mailbox("", from));

        Assert.Equal(expected, string.Join(' ', records.Selectors.Prepend(records.Envelope)));
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData("ses")]
    public async Task Records_WhereAVendorSigns_AreNotKnown(string account)
    {
        await using var services = Services(("Providers:ses:Region", "eu-west-1"));

        var records = services.GetRequiredService<IMailProviderCatalog>().Find(account)!.Records(new Mailbox("", "news@acme.example"));

        Assert.Null(records.Envelope);
        Assert.Empty(records.Selectors);
    }

    [Theory]
    [InlineData("Port", "0")]
    [InlineData("Port", "abc")]
    [InlineData("Host", "")]
    [InlineData("Host", "no such host")]
    [InlineData("Host", "smtp.acme.example:587")]
    [InlineData("Host", "http://smtp.acme.example")]
    [InlineData("Host", "smtp..acme.example")]
    [InlineData("Host", "news@acme.example")]
    [InlineData("Security", "sometimes")]
    [InlineData("Security", "9")]
    [InlineData("MaxSessions", "0")]
    [InlineData("Username", "jane")]
    [InlineData("CommandTimeout", "00:00:00")]
    [InlineData("Hots", "smtp.acme.example")]
    public async Task Problem_BadSetting_IsNamed(string name, string value)
    {
        await using var services = Services(("Providers:smtp:" + name, value));
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Contains("Providers:smtp:" + name, catalog.Problem("smtp"), StringComparison.Ordinal);
        Assert.NotNull(catalog.Find("outbox"));
    }

    [Theory]
    [InlineData("Port", "abc", "a whole number")]
    [InlineData("Verp", "perhaps", "true or false")]
    [InlineData("Security", "maybe", "auto, none, starttls, tls")]
    [InlineData("ServerRest", "soon", "a time span such as 00:00:30")]
    [InlineData("Servers:0:Weight", "x", "a whole number")]
    [InlineData("Limits:PerSecond", "fast", "a number")]
    [InlineData("Limits:PerDay", "1.5", "a whole number")]
    [InlineData("Limits:Domains:gmail.com", "20/s", "a number")] // binding would leave the limit out without a word
    public async Task Problem_ValueOfAnotherKind_IsNamedWithWhatItMustBe(string name, string value, string expected)
    {
        await using var services = Services([("Providers:mine:Type", "smtp"), ("Providers:mine:" + name, value)]);

        Assert.Contains(
            $"Providers:mine:{name} is \"{value}\"; it must be {(expected.Contains(',', StringComparison.Ordinal) ? "one of: " : "")}{expected}.",
            services.GetRequiredService<IMailProviderCatalog>().Problem("mine"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resend", "ApiKey", "", "must be set")]
    [InlineData("resend", "ApiKey", "re_1 2", "holds a space")]
    [InlineData("resend", "BaseAddress", "http://api.acme.example/", "unencrypted")]
    [InlineData("resend", "BaseAddress", "api.acme.example", "a whole address")]
    [InlineData("resend", "AttemptTimeout", "00:05:00", "between")]
    [InlineData("resend", "ApiKye", "re_1", "There is no setting")]
    [InlineData("sendgrid", "ApiKey", "", "must be set")]
    [InlineData("sendgrid", "Region", "moon", "moon")]
    [InlineData("sendgrid", "Region", "7", "global or eu")]
    [InlineData("sendgrid", "Sandbox", "perhaps", "perhaps")]
    public async Task Problem_BadSettingOfAnApi_IsNamed(string kind, string name, string value, string expected)
    {
        await using var services = Services(name == "ApiKey"
            ? [("Providers:mine:Type", kind), ("Providers:mine:ApiKey", value)]
            : [("Providers:mine:Type", kind), ("Providers:mine:ApiKey", "key"), ("Providers:mine:" + name, value)]);

        var problem = services.GetRequiredService<IMailProviderCatalog>().Problem("mine");

        Assert.Contains("Providers:mine:" + name, problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resend", 100)]
    [InlineData("sendgrid", 1)]
    public async Task Find_AccountOfAnApi_HasItsNameAndCapabilities(string kind, int batchSize)
    {
        await using var services = Services(("Providers:mine:Type", kind), ("Providers:mine:ApiKey", "key"), ("Providers:mine:AttemptTimeout", "00:00:30"));
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Null(catalog.Problem("mine"));
        Assert.Equal(("mine", batchSize), (catalog.Find("mine")!.Name, catalog.Find("mine")!.Capabilities.BatchSize));
        Assert.Contains($"Providers:{kind}:ApiKey", catalog.Problem(kind), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("smtp.acme.example")]
    [InlineData("smtp.acme.example.")]
    [InlineData("mail_relay")]
    [InlineData("smtp.münchen.example")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%1")]
    public async Task Problem_HostThatMayBe_IsNone(string host)
    {
        await using var services = Services(("Providers:smtp:Host", host));

        Assert.Null(services.GetRequiredService<IMailProviderCatalog>().Problem("smtp"));
    }

    [Fact]
    public async Task Problem_SeveralBadSettings_NeverTellsThePassword()
    {
        await using var services = Services(("Providers:smtp:Port", "0"), ("Providers:smtp:Password", "hunter2"));

        var problem = services.GetRequiredService<IMailProviderCatalog>().Problem("smtp");

        Assert.Contains("Providers:smtp:Username", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outbox", true)]
    [InlineData("smtp", false)]
    public async Task Start_BadSmtpSettings_StopsTheStartOnlyWhenSmtpIsChosen(string chosen, bool starts)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("Sending:MailProvider", chosen), new("Providers:smtp:Port", "0")]);
        builder.Services.AddMailProviders(builder.Configuration, "outbox");
        using var host = builder.Build();

        var failure = await Record.ExceptionAsync(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(starts, failure is null);
        Assert.Equal(!starts, failure is OptionsValidationException);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Outbox_PathSetting_OverridesTheHostsFolder()
    {
        var folder = Directory.CreateTempSubdirectory("outbox-path-");
        await using var services = Services(("Providers:outbox:Path", folder.FullName));

        await services.GetRequiredService<IMailProviderCatalog>().Find("outbox")!
            .SendAsync([TestMail.To("a@x.test")], TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.Single(folder.GetFiles("*.eml", SearchOption.AllDirectories));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AddMailProviders_AccountsOfTheirOwnName_AreOfTheTypeTheySay()
    {
        await using var services = Services(
            ("Providers:backup:Type", "smtp"), ("Providers:backup:Host", "relay.acme.example"), ("PROVIDERS:SMTP:HOST", "smtp.acme.example"),
            ("Providers:broken:Type", "smtp"), ("Providers:broken:Port", "0"));
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Equal("backup", catalog.Find("backup")!.Name);
        Assert.NotSame(catalog.Find("smtp"), catalog.Find("backup"));
        Assert.Null(catalog.Problem("backup"));
        Assert.Contains("Providers:broken:Port", catalog.Problem("broken"), StringComparison.Ordinal);
        Assert.Equal([new RouteLeg("backup")], catalog.Legs("backup"));
        Assert.Empty(catalog.Legs("nobody"));
    }

    [Fact]
    public async Task AddMailProviders_SesAccounts_AreMadeOfTheirSettings()
    {
        await using var services = Services(
            ("Providers:ses:Region", "Ireland"), ("Providers:bulk:Type", "ses"), ("Providers:bulk:Region", "eu-west-1"), ("Providers:bulk:AccessKeyId", "AKIDEXAMPLE"),
            ("Providers:bulk:SecretAccessKey", "hunter2hunter2"), ("Providers:bulk:Bulk", "true"));
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Null(catalog.Problem("bulk"));
        Assert.Equal(50, catalog.Find("bulk")!.Capabilities.BatchSize);
        Assert.IsAssignableFrom<IProviderAccount>(catalog.Find("bulk"));
        Assert.Contains("Providers:ses:Region", catalog.Problem("ses"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Legs_OfARoute_AreItsAccountsInOrder()
    {
        await using var services = Services(
            ("Providers:backup:Type", "smtp"), ("Routes:main:0:Account", "smtp"), ("Routes:main:0:Weight", "3"),
            ("Routes:main:1:Account", "Backup"), ("Routes:main:1:Order", "1"));
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Equal([new RouteLeg("smtp", Weight: 3), new RouteLeg("backup", Order: 1)], catalog.Legs("main"));
        Assert.Contains("main", catalog.Names);
        Assert.Null(catalog.Find("main"));
        Assert.Null(catalog.Problem("main"));
    }

    [Fact]
    public async Task Problem_OfARoute_IsThatOfItsAccounts()
    {
        await using var services = Services(("Providers:smtp:Port", "0"), ("Routes:main:0:Account", "outbox"), ("Routes:main:1:Account", "smtp"));

        Assert.Contains("Providers:smtp:Port", services.GetRequiredService<IMailProviderCatalog>().Problem("main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Providers:smtpp:Host", "x", "Providers:smtpp is no known provider (did you mean 'smtp'?)")]
    [InlineData("Providers:backup:Host", "x", "Providers:backup:Type")]
    [InlineData("Providers:backup:Type", "smpt", "Providers:backup:Type is \"smpt\"")]
    [InlineData("Providers:smtp:Type", "nothing", "Providers:smtp:Type is \"nothing\"")]
    [InlineData("Providers:my account:Type", "smtp", "Providers:my account")]
    [InlineData("Routes:main", "smtp", "Routes:main:0:Account")]
    [InlineData("Routes:smtp:0:Account", "outbox", "Routes:smtp has the name of an account")]
    [InlineData("Routes:main:0:Account", "nobody", "Routes:main:0:Account is \"nobody\"")]
    [InlineData("Routes:main:0:Acount", "smtp", "Routes:main:0:Acount")]
    [InlineData("Routes:main:0:Weight", "0", "Routes:main:0:Weight")]
    [InlineData("Routes:main:0:Order", "-1", "Routes:main:0:Order")]
    [InlineData("Routes:my route:0:Account", "smtp", "Routes:my route")]
    public void Problems_SectionThatMeansNothing_IsNamed(string name, string value, string expected)
        => Assert.Contains(
            MailProviderSettings.Problems(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build()),
            problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Problems_OneAccountTwiceInARoute_IsNamed()
        => Assert.Contains("'smtp' twice", Assert.Single(MailProviderSettings.Problems(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Routes:main:0:Account", "smtp"), new("Routes:main:1:Account", "smtp")]).Build())), StringComparison.Ordinal);

    [Fact]
    public void Problems_GoodSections_AreNone()
        => Assert.Empty(MailProviderSettings.Problems(new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Providers:smtp:Host", "x"), new("Providers:backup:Type", "SMTP"), new("Routes:main:0:Account", "backup"), new("PROVIDERS:OUTBOX:PATH", "x"),
            ]).Build()));

    private static ServiceProvider Services(params (string Name, string Value)[] settings)
        => new ServiceCollection()
            .AddMailProviders(
                new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build(),
                "outbox")
            .BuildServiceProvider();
}
