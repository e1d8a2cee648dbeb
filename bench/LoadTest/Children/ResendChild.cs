using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EmailCampaign.LoadTest.Children;

/// <summary>
/// Takes batches as Resend does and counts their mails; each call takes a while. It reads no more of a batch than it must: how Resend judges
/// mails and keys is what the tests' fake knows.
/// </summary>
internal static class ResendChild
{
    public const string Verb = "resend-child";

    private static int _taken;
    private static int _calls;

    public static async Task<int> RunAsync(TimeSpan each)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, each));
        await app.StartAsync();
        await SinkTalk.RunAsync(new Uri(app.Urls.Single()).Port, static () => Volatile.Read(ref _taken));
        await app.StopAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, TimeSpan each)
    {
        var single = context.Request.Path == "/emails";
        if ((!single && context.Request.Path != "/emails/batch") || !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var mails = single ? 1 : Count(body.GetBuffer().AsSpan(0, (int)body.Length));
        await Task.Delay(each, context.RequestAborted);
        var call = Interlocked.Increment(ref _calls);
        var answer = new ArrayBufferWriter<byte>(mails * 48);
        Write(answer, call, mails, single);
        Interlocked.Add(ref _taken, mails);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory, context.RequestAborted);
    }

    private static int Count(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var mails = 0;
        while (reader.Read())
        {
            mails += reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 1 } ? 1 : 0;
        }

        return mails;
    }

    private static void Write(ArrayBufferWriter<byte> answer, int call, int mails, bool single)
    {
        using var json = new Utf8JsonWriter(answer);
        if (single)
        {
            WriteMail(json, call, 0);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("data");
        for (var mail = 0; mail < mails; mail++)
        {
            WriteMail(json, call, mail);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMail(Utf8JsonWriter json, int call, int mail)
    {
        json.WriteStartObject();
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{call:x8}-0000-4000-8000-{mail:x12}"));
        json.WriteEndObject();
    }
}
