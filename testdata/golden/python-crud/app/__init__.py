"""The service. README.md says where to begin reading."""
