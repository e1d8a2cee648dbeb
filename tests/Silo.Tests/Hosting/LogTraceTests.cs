using System.Diagnostics;
using System.Text.Json;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Silo.Tests.Hosting;

/// <summary>Whoever has a trace finds what was logged meanwhile.</summary>
public sealed class LogTraceTests
{
    [Fact]
    public async Task FileOfADataDirectory_DuringATrace_HasItsId()
    {
        using var directory = new TemporaryDirectory();
        using var span = new Activity("attempt").Start();
        await using (var services = new ServiceCollection().AddLogging(logging => logging.AddSiloLog(directory.Path)).BuildServiceProvider())
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger("EmailCampaign.Test").LogWarning("The far side is slow.");
        }

        Assert.Contains($"The far side is slow. {span.TraceId}", File.ReadAllText(Assert.Single(System.IO.Directory.GetFiles(directory.Path))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    public async Task JsonOfASilo_DuringATrace_HasItsIdWhereTracesAreSent(string? endpoint, bool expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Tracing:Endpoint", endpoint)]).Build();
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.AddClusterLog(new LogOptions { Format = "json" }));
        services.AddTracing(configuration);
        await using var provider = services.BuildServiceProvider();
        var formatter = provider.GetServices<ConsoleFormatter>().Single(static formatter => formatter.Name == ConsoleFormatterNames.Json);
        var lines = new Capture(formatter);
        using var factory = LoggerFactory.Create(logging => logging.ClearProviders().AddProvider(lines)
            .Configure(options => options.ActivityTrackingOptions = provider.GetRequiredService<IOptions<LoggerFactoryOptions>>().Value.ActivityTrackingOptions));
        using var span = new Activity("attempt").Start();

        factory.CreateLogger("EmailCampaign.Test").LogWarning("The far side is slow.");

        Assert.Equal(expected, JsonDocument.Parse(lines.Text).RootElement.GetProperty("Scopes").GetRawText().Contains($"{span.TraceId}", StringComparison.Ordinal));
    }

    /// <summary>What the console's formatter makes of an entry, without a console.</summary>
    private sealed class Capture(ConsoleFormatter formatter) : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private readonly StringWriter _text = new();
        private IExternalScopeProvider? _scopes;

        public string Text => _text.ToString();

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> format)
            => formatter.Write(new LogEntry<TState>(logLevel, "EmailCampaign.Test", eventId, state, exception, format), _scopes, _text);

        public void Dispose() => _text.Dispose();
    }
}
