using BenchmarkDotNet.Running;
using EmailCampaign.Micro;

// Without arguments everything; what BenchmarkDotNet itself takes (--filter, --job, --list) goes on to it, for this same process.
var choosesJob = args.Contains("--job") || args.Contains("-j");
string[] all = args.Length == 0 ? ["--filter", "*"] : args;
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Samples).Assembly)
    .Run(choosesJob ? [.. all, "--inProcess"] : all, new MicroConfig(isShort: !choosesJob));
return summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success)) ? 1 : 0;
