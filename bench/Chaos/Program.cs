using EmailCampaign.Chaos;

return await ChaosCommand.Build().Parse(args).InvokeAsync();
